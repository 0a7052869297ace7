"""Pages of cards: from recording to card, cards by desa, the stock of blank cards."""

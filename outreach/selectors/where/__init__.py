"""Where to go next: what the planner is fed from the list, the ledger, the visits and the office's settings."""

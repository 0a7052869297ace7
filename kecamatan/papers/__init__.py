"""What every paper shares: letterhead and signer, how it is set as PDF, its number, its Indonesian. Pure: no ORM, no request."""

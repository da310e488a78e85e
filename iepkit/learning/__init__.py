"""What the room learned: polls, the check before and after, and what may be shown of them."""

"""Live polls: what the room is asked, on phones and on the wall."""

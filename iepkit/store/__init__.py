"""Where votes and answers are kept."""

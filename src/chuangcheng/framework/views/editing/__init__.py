"""The pages on which the office works on a draft."""

"""Files from outside, looked at before anything is allowed to open them."""

"""The review of directives, from upload to publishing."""

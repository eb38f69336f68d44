"""What an officer sends: templates to fill in, and every problem in a filled-in file told at once."""

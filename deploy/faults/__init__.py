"""What readers see when a part fails: a whole deployment on one machine, and the faults it is put through."""

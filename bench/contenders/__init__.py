"""What the portal is compared with: the least that is possible, and what would be picked in its place."""

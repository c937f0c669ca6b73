"""What several families of statements do to objects."""

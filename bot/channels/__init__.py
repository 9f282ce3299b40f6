"""Ways of reaching people, one a folder. A channel knows its platform and nothing of the others."""

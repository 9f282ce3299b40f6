"""`wasl demo`: the product's own processes play a named run against fakes, read back from the store."""

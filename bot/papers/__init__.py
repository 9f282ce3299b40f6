"""Documents to print and spreadsheets to pass on, made on the server, in correct Arabic."""

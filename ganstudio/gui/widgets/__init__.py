"""Controls that every room uses, drawn as the design draws them."""

"""The Gallery room: a folder of pictures."""

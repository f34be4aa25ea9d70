"""Folders of pictures in, checked and cached batches out."""

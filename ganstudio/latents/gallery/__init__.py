"""Saved pictures: a folder of ordinary files, with what each says about itself. Loads no torch."""

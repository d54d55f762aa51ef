"""Whole lives of jobs at random, compared step by step with what product.md says of them."""

"""What the three audiences share: rendering, forms, sign-in, errors, security headers."""

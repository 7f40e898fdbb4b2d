"""What the bot knows: values in, values out."""

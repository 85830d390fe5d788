"""What a notebook and its script use: `points`, `check`, `assert_close`, `load_data`, `get_device`, and helpers."""

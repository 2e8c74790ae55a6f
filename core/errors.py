"""Errors as rows and logs may keep them: an exception quotes what people wrote, so only its kind and place stay."""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"{type(error).__name__} in {ours[-1].name}, {Path(ours[-1].filename).name}:{ours[-1].lineno}"[:300]

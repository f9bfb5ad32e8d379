"""What a phone of ours would never send, and what it may send that fits nowhere."""

from typing import Any
from uuid import UUID, uuid4

NOBODY = str(UUID(int=0))
HALF_EMOJI = "\ud83c"
DEEP = b"[" * 50_000

# What is wrong with the envelope, and what the phone is told. `...` takes a field away.
ENVELOPES: dict[str, tuple[dict[str, Any], int]] = {
    "no version": ({"v": ...}, 400),
    "another version": ({"v": 2}, 400),
    "version as text": ({"v": "1"}, 400),
    "no person": ({"person": ...}, 400),
    "person is no uuid": ({"person": "Iris"}, 400),
    "person is a number": ({"person": 7}, 400),
    "person is empty": ({"person": ""}, 400),
    "person in capitals": ({"person": "019A0000-0000-7000-8000-00000000000A"}, 400),
    "person with a nul": ({"person": "\0" * 36}, 400),
    "person is somebody": ({"person": NOBODY}, 403),
    "no moment": ({"at": ...}, 400),
    "moment as text": ({"at": "2026-11-02"}, 400),
    "moment is nothing": ({"at": None}, 400),
    "moment is yes": ({"at": True}, 400),
    "moment is half": ({"at": 0.5}, 400),
    "moment is a list": ({"at": [1]}, 400),
    "no key id": ({"kid": ...}, 400),
    "key id is empty": ({"kid": ""}, 400),
    "key id is a number": ({"kid": 1}, 400),
    "key id is long": ({"kid": "k" * 65}, 400),
    "key id is unknown": ({"kid": "s999"}, 422),
    "key id with a nul": ({"kid": "s\0"}, 422),
    "key id with half a character": ({"kid": HALF_EMOJI}, 400),
    "no box": ({"box": ...}, 400),
    "box is empty": ({"box": ""}, 400),
    "box is a list": ({"box": []}, 400),
    "box is no base64url": ({"box": "a+b/c="}, 400),
    "box of an impossible length": ({"box": "abcde"}, 400),
    "box with a line end": ({"box": "abcd\n"}, 400),
    "box is short": ({"box": "AAAA"}, 422),
    "box is zeros": ({"box": "A" * 400}, 422),
    "box without ciphertext": ({"box": "BAAA" * 22}, 422),
}

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"{",
    "a word": b'"note"',
    "a number": b"1",
    "null": b"null",
    "a list": b"[]",
    "an empty object": b"{}",
    "a form": b"kind=note&pupil=1",
    "not utf-8": b'{"v":1,"person":"\xff\xfe"}',
    "zeros": b"\0" * 1000,
    "deep": DEEP,
    "deep objects": b'{"a":' * 20_000,
    "a huge number": b'{"v":' + b"9" * 20_000 + b"}",
    "not a number": b'{"v":NaN,"at":Infinity}',
    "a page": b"<!doctype html><title>Log in</title>",
    "another encoding": '{"v":1}'.encode("utf-16"),
}

IDS = {
    "a word": "Sara",
    "a number": "1",
    "nil": NOBODY,
    "version 4": str(uuid4()),
    "capitals": "019A0000-0000-7000-8000-00000000000A",
    "no hyphens": "019a000000007000800000000000000a",
    "braces": "%7B019a0000-0000-7000-8000-00000000000a%7D",
    "a nul": "%00",
    "another variant": "019a0000-0000-7000-0000-00000000000a",
    "long": "a" * 3000,
    "dots": "..%2f..%2fnotes",
}

# What was sealed but is no payload at all.
PLAIN: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"Sara was stil vandaag",
    "not utf-8": b"\xff\xfe stil \x80",
    "zeros": b"\0\0\0\0",
    "a list": b'["note"]',
    "deep": DEEP,
    "deep in a note": b'{"kind":"note","observation":' + b"[" * 600 + b"]" * 600 + b"}",
    "a huge number": b'{"kind":"note","pupil":' + b"9" * 9_000 + b"}",
    "no kind": b'{"observation":"stil"}',
    "kind is a list": b'{"kind":["note"]}',
    "kind is nothing": b'{"kind":null}',
    "unknown kind": b'{"kind":"message","text":"hoi"}',
    "kind is huge": b'{"kind":"' + b"k" * 100_000 + b'"}',
    "kind with a nul": b'{"kind":"no\\u0000te"}',
    "only a kind": b'{"kind":"note"}',
}


NOTES: dict[str, tuple[dict[str, Any], str]] = {
    "pupil is a word": ({"pupil": "Sara"}, "unreadable"),
    "pupil is a number": ({"pupil": 3}, "unreadable"),
    "pupil is a list": ({"pupil": [NOBODY]}, "unreadable"),
    "pupil is nobody": ({"pupil": NOBODY}, "pupil_not_in_your_group"),
    "pupil is not chosen": ({"pupil": None, "first_name": "Sara"}, "nobody_chosen"),
    "group is another": ({"group": NOBODY}, "pupil_not_in_your_group"),
    "group is a word": ({"group": "6B"}, "unreadable"),
    "signals is a word": ({"signals": "late"}, "unreadable"),
    "signals are numbers": ({"signals": [1, 2]}, "unreadable"),
    "signals are nothing": ({"signals": None}, "unreadable"),
    "an unknown signal": ({"signals": ["late", "blue"]}, "unknown_signal"),
    "a signal with a nul": ({"signals": ["la\0te"]}, "unreadable"),
    "many signals": ({"signals": ["x" * 20] * 5000}, "unknown_signal"),
    "text is a number": ({"observation": 1}, "unreadable"),
    "text is nothing": ({"observation": None}, "unreadable"),
    "text is an object": ({"observation": {"a": "b"}}, "unreadable"),
    "text with a nul": ({"observation": "stil\0"}, "unreadable"),
    "text is too long": ({"observation": "a" * 4001}, "too_long"),
    "thought is huge": ({"interpretation": "é" * 20_000}, "too_long"),
    "nothing noted": ({"signals": [], "observation": " \n "}, "nothing_noted"),
    "a field nobody knows": ({"mood": "stil"}, "unreadable"),
}

OTHERS: dict[str, tuple[dict[str, Any], str]] = {
    "a correction of nothing": (
        {"kind": "correction", "note": NOBODY, "observation": "x", "interpretation": ""},
        "note_not_yours",
    ),
    "a correction of a word": (
        {"kind": "correction", "note": "x", "observation": "x", "interpretation": ""},
        "unreadable",
    ),
    "a share of nothing": ({"kind": "share", "note": NOBODY}, "nothing_behind_it"),
    "a share without a note": ({"kind": "share"}, "unreadable"),
    "an answer about nothing": (
        {"kind": "lesson_answer", "watch_lesson": NOBODY, "answer": "better"},
        "nothing_behind_it",
    ),
    "an answer that is none": ({"kind": "lesson_answer", "watch_lesson": NOBODY, "answer": "meh"}, "unreadable"),
    "an answer that is a list": ({"kind": "lesson_answer", "watch_lesson": NOBODY, "answer": ["better"]}, "unreadable"),
}

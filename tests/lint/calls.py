"""calls.py - calls that the house does not make, and where they are allowed (style.md 1, 5, 7)."""

import re

from rooms import room_of


def called(names):
    """A call, not a member (`ops->free(x)`) and not a part of a longer name."""
    return re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(names.split()))


DECLARED = re.compile(r"^\s*(static|extern|struct|bool|void|int|char|const|size_t|NORETURN|MUST_USE)\b[^=;()]*$")

# rule, calls, why, rooms where it is allowed
BANNED = [
    ("unsafe", called("strcpy strcat sprintf vsprintf gets atoi atol atoll atof strtok alloca strncpy strncat"),
     "use str, buf or arena", ()),
    ("malloc", called("malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf"),
     "use an arena or a buf; a comment must say which C library needs this", ("engine/base", "tests")),
    ("print", called("printf fprintf vprintf vfprintf dprintf puts putchar putc fputs fputc perror"),
     "only render and cli print", ("engine/base", "engine/render", "engine/cli", "tests")),
    ("door", called("time gettimeofday clock_gettime sleep usleep nanosleep clock_nanosleep rand srand random srandom getrandom "
                    "getentropy fopen open openat creat unlink rename mkdir opendir system popen"),
     "go through struct io", ("engine/base", "tests")),
    ("global", called("exit _exit setlocale setenv putenv unsetenv chdir"),
     "only cli changes the process", ("engine/base", "engine/cli", "tests")),
]
SLEEP = called("sleep usleep nanosleep clock_nanosleep")


def calls(source, _root):
    room = room_of(source.path)
    for number, line in enumerate(source.code):
        for rule, pattern, why, allowed in BANNED:
            match = pattern.search(line)
            if not match or room in allowed or source.allows(number, rule):
                continue
            if rule == "malloc" and source.commented(number):
                continue
            if DECLARED.match(line[:match.start()]) and line[:match.start()].strip() not in ("", "return"):
                continue  # a function of ours that happens to have the name
            yield number, rule, "%s(): %s" % (match.group(1), why)
        if room == "tests" and SLEEP.search(line) and not source.allows(number, "sleep"):
            yield number, "sleep", "tests do not sleep: time is a parameter"

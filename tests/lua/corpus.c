/*
 * corpus.c - our parser against Lua's compiler, on real files and on damaged copies of them.
 *
 *     corpus --mutations 20 --seed 1 FILE...         (- as FILE: names from stdin, one a line)
 *
 * Prints each disagreement, and one line of totals. A mutation deletes, doubles, swaps or replaces one token; it is derived
 * from the seed and the file's content alone, so a run can be repeated.
 */
#include "tests/lua/agree.h"

#include <inttypes.h>

struct totals {
    unsigned files, accepted, mutants, mutants_accepted, failures;
    size_t bytes;
};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static bool read_file(const char *path, struct buf *out)
{
    FILE *in = fopen(path, "re");
    if (!in)
        return false;
    char block[65536];
    for (size_t n; (n = fread(block, 1, sizeof block, in)) > 0;)
        buf_add(out, block, n);
    bool ok = !ferror(in);
    fclose(in);
    return ok;
}

/* About a token: a word, blanks, or one other byte. Need not be right: it only says where to damage. */
static struct str piece_at(struct str text, size_t from)
{
    static const char word[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t to = from;
    while (to < text.len && text.ptr[to] && strchr(word, text.ptr[to]))
        to++;
    return str_slice(text, from, to > from ? to : from + 1);
}

static struct str random_piece(struct str text, uint64_t *random)
{
    size_t from = next_random(random) % text.len;
    for (int i = 0; i < 50 && from + 1 < text.len && (text.ptr[from] == ' ' || text.ptr[from] == '\n'); i++)
        from++;
    return piece_at(text, from);
}

static void mutate(struct str text, uint64_t *random, struct buf *out)
{
    static const char *const words[] = { "end", "local", "(", ")", "=", "==", "break", "goto a", "::a::", "return", ",", "...", "{",
                                         "}", "nil", "not", "and", "or", "<const>", "function", "do", "until", "if", "then", "..",
                                         "0x", "1e", "\"", "[[", "--[[", "]]", "\\", ";", ":", ".", "~", "//", "#", "x", "for" };
    struct str a = random_piece(text, random), b = random_piece(text, random);
    if (b.ptr < a.ptr) {
        struct str swap = a;
        a = b;
        b = swap;
    }
    if (b.ptr < a.ptr + a.len)
        b = str_n(a.ptr + a.len, 0);
    struct str before = str_n(text.ptr, (size_t)(a.ptr - text.ptr));
    struct str between = str_n(a.ptr + a.len, (size_t)(b.ptr - a.ptr) - a.len);
    struct str after = str_n(b.ptr + b.len, text.len - (size_t)(b.ptr - text.ptr) - b.len);
    struct str first = a, second = b;
    switch (next_random(random) % 5) {
    case 0: first.len = 0; break;
    case 1: first = b, second = a; break;
    case 2: first = b; break;
    case 3: first = str_of(words[next_random(random) % ARRAY_LEN(words)]); break;
    default: buf_add_str(out, before), before = a, buf_add_char(out, ' '); break; /* doubled, nearly */
    }
    buf_add_str(out, before);
    buf_add_str(out, first);
    buf_add_str(out, between);
    buf_add_str(out, second);
    buf_add_str(out, after);
}

static void report(const struct agree *agree, const char *path, int mutation, struct str text, struct totals *totals)
{
    totals->failures++;
    printf("%s", path);
    if (mutation >= 0) {
        printf(" mutation %d", mutation);
        const char *keep = getenv("CORPUS_KEEP"); /* the last failing text, to look at */
        FILE *out = keep ? fopen(keep, "we") : NULL;
        if (out) {
            fwrite(text.ptr, 1, text.len, out);
            fclose(out);
        }
    }
    printf(": %s\n", agree->why);
}

static void check_file(struct agree *agree, const char *path, int mutations, uint64_t seed, struct totals *totals)
{
    DROP_BUF struct buf text = { 0 };
    if (!read_file(path, &text)) {
        printf("%s: cannot read\n", path);
        totals->failures++;
        return;
    }
    struct str whole = buf_str(&text);
    totals->files++;
    totals->bytes += whole.len;
    if (!agree_check(agree, whole))
        report(agree, path, -1, whole, totals);
    totals->accepted += agree->lua_accepts;
    uint64_t random = (seed * 0x9e3779b97f4a7c15u) ^ str_hash(whole) ^ 1;
    for (int i = 0; i < mutations && whole.len > 0; i++) {
        DROP_BUF struct buf mutant = { 0 };
        mutate(whole, &random, &mutant);
        totals->mutants++;
        if (!agree_check(agree, buf_str(&mutant)))
            report(agree, path, i, buf_str(&mutant), totals);
        totals->mutants_accepted += agree->lua_accepts;
    }
    if (totals->files % 50 == 0)
        lua_gc(agree->lua, LUA_GCCOLLECT);
}

int main(int argc, char **argv)
{
    int mutations = 0;
    uint64_t seed = 1;
    struct agree agree;
    struct totals totals = { 0 };
    agree_init(&agree);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--mutations") == 0 && i + 1 < argc) {
            mutations = (int)strtol(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            seed = strtoull(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "-") == 0) {
            char line[4096];
            while (fgets(line, sizeof line, stdin)) {
                line[strcspn(line, "\n")] = '\0';
                check_file(&agree, line, mutations, seed, &totals);
            }
        } else {
            check_file(&agree, argv[i], mutations, seed, &totals);
        }
    }
    printf("%u files (%zu bytes), %u accepted; %u mutants, %u accepted; %u beyond the register count; %u disagreements\n",
           totals.files, totals.bytes, totals.accepted, totals.mutants, totals.mutants_accepted, agree.beyond_cheap,
           totals.failures);
    agree_done(&agree);
    return totals.failures > 0 || totals.files == 0;
}

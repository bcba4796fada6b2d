/*
 * fuzz_parse.c - any bytes: our parser and Lua's compiler agree, and guarding changes no line.
 */
#include "tests/lua/agree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct agree agree;
    agree_init(&agree);
    bool ok = agree_check(&agree, str_n((const char *)data, size));
    if (!ok)
        fprintf(stderr, "%s\n", agree.why);
    agree_done(&agree);
    if (!ok)
        abort();
    /* House rules only refuse more, and never crash. */
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    struct source *source = source_new(&arena, STR("text"), str_n((const char *)data, size));
    struct chunk *chunk = parse_chunk(&arena, source, &(struct parse_options){ .house_rules = true, .guards = true }, &diags);
    size_t count = 0;
    if (chunk)
        (void)parse_calls(chunk, &count);
    return 0;
}

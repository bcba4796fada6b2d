/*
 * value_rows.c - reads many encoded lists that resemble each other, and makes what they share once.
 *
 * Ten thousand rows of a log have the same keys, types and recipes, and most say the same thing twice: what was applied and what was
 * observed. The encoding is prefix-free, so bytes that begin like a tree seen before are that tree: a comparison of bytes replaces
 * decoding and memory. Trees are remembered for the row they stand in and the next one, texts in a table where newer ones win.
 */
#include "engine/value/value_internal.h"

enum { TEXT_MAX = 64 }; /* longer ones are seldom repeated */

static size_t text_slot(const uint8_t *bytes, size_t len)
{
    uint64_t first = 0, last = 0;
    memcpy(&first, bytes, MIN_OF(len, sizeof first));
    memcpy(&last, bytes + (len > sizeof last ? len - sizeof last : 0), MIN_OF(len, sizeof last));
    return (size_t)((first * UINT64_C(0x9E3779B97F4A7C15) ^ last * UINT64_C(0xC2B2AE3D27D4EB4F) ^ len) >> 32) % VALUE_ROWS_TEXTS;
}

bool rows_text(struct decoder *d, const uint8_t *bytes, size_t len, struct str *ret)
{
    struct str text = { (const char *)bytes, len };
    if (!len || len > TEXT_MAX) {
        if (!str_is_utf8(text))
            return false;
        *ret = arena_str(d->arena, text);
        return true;
    }
    struct str *slot = &d->rows->texts[text_slot(bytes, len)];
    if (!str_eq(*slot, text)) {
        if (!str_is_utf8(text))
            return false;
        *slot = arena_str(d->arena, text);
    }
    *ret = *slot;
    return true;
}

/* d->at stands behind the tag of a list or map. */
bool rows_find(struct decoder *d, size_t depth, struct value *ret)
{
    const uint8_t *start = d->at - 1;
    size_t left = (size_t)(d->end - start);
    for (size_t i = 0; i < VALUE_ROWS_TREES * 2; i++) {
        const struct value_rows_tree *t = &d->rows->trees[i];
        if (!t->len || t->len > left || t->value.depth > depth || memcmp(start, t->bytes, t->len) != 0)
            continue;
        *ret = t->value;
        d->at = start + t->len;
        if (i / VALUE_ROWS_TREES != d->rows->half) /* for the row after this one */
            rows_keep(d, start, *ret);
        return true;
    }
    return false;
}

void rows_keep(struct decoder *d, const uint8_t *start, struct value v)
{
    struct value_rows *rows = d->rows;
    rows->trees[rows->half * VALUE_ROWS_TREES + rows->next] = (struct value_rows_tree){ start, (size_t)(d->at - start), v };
    rows->next = (rows->next + 1) % VALUE_ROWS_TREES;
}

/* The caller's bytes go away: what was remembered of them moves to a copy. */
static void remember(struct value_rows *rows, struct str bytes, bool ok)
{
    struct buf *kept = &rows->kept[rows->half];
    kept->max_bytes = VALUE_ROWS_KEPT_MAX;
    buf_truncate(kept, 0);
    bool fits = ok && bytes.len < VALUE_ROWS_KEPT_MAX;
    if (fits)
        buf_add(kept, bytes.ptr, bytes.len);
    for (size_t i = 0; i < VALUE_ROWS_TREES; i++) {
        struct value_rows_tree *t = &rows->trees[rows->half * VALUE_ROWS_TREES + i];
        if (t->len && fits)
            t->bytes = (const uint8_t *)kept->ptr + (t->bytes - (const uint8_t *)bytes.ptr);
        else
            t->len = 0;
    }
    rows->half = !rows->half;
    rows->next = 0;
    for (size_t i = 0; i < VALUE_ROWS_TREES; i++)
        rows->trees[rows->half * VALUE_ROWS_TREES + i].len = 0;
}

bool value_rows_read(struct value_rows *rows, struct str bytes, struct value *ret_items, size_t room, size_t *ret_count, struct err *err)
{
    const uint8_t *start = (const uint8_t *)bytes.ptr;
    struct decoder d = { .arena = rows->arena, .start = start, .at = start, .end = start + bytes.len, .rows = rows };
    size_t count = 0;
    bool ok = decode_items(&d, ret_items, room, &count, err);
    remember(rows, bytes, ok);
    if (ok)
        *ret_count = count;
    return ok;
}

void value_rows_done(struct value_rows *rows)
{
    buf_done(&rows->kept[0]);
    buf_done(&rows->kept[1]);
}

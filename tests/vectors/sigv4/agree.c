/*
 * agree.c - signs the requests that agree.py makes up and compares with what botocore signed.
 *
 * Input: one request a line, fields parted by the byte 0x1f: form (header, query), s3 (0, 1), method, url, header name, header
 * value, body, access key, secret, token, region, service, Unix time, what botocore made (Authorization, or the URL). A difference
 * is shown whole; the last line counts.
 */
#include "engine/auth/sigv4.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIELDS = 14 };

static struct str sign(struct arena *arena, const struct str *f, struct err *err)
{
    int64_t at = 0;
    if (!str_to_i64(f[12], &at))
        return STR_NONE;
    struct io_header header = { f[4], f[5] };
    struct sigv4_request request = { f[2], f[3], &header, !str_empty(f[4]), f[6] };
    struct sigv4_identity identity = { f[7], f[8], f[9] };
    struct sigv4_params params = { .region = f[10], .service = f[11], .sign_at_ms = at * 1000, .s3 = str_is(f[1], "1"), .expires_s = 60 };
    struct str url = STR_NONE;
    if (str_is(f[0], "query"))
        return sigv4_presign(arena, NULL, &identity, &params, &request, &url, err) ? url : STR_NONE;
    struct io_header *added;
    size_t count;
    if (!sigv4_sign(arena, NULL, &identity, &params, &request, &added, &count, err))
        return STR_NONE;
    return added[count - 1].value;
}

int main(void)
{
    char *line = NULL;
    size_t room = 0, agreed = 0, differ = 0;
    for (ssize_t n; (n = getline(&line, &room, stdin)) > 0;) {
        DROP_ARENA struct arena arena = { 0 };
        struct str fields[FIELDS], rest = str_n(line, (size_t)n - (line[n - 1] == '\n'));
        struct err err = { 0 };
        for (size_t i = 0; i < FIELDS; i++)
            fields[i] = str_split(&rest, '\x1f');
        struct str ours = sign(&arena, fields, &err);
        if (str_eq(ours, fields[FIELDS - 1])) {
            agreed++;
            continue;
        }
        differ++;
        printf("%.*s %.*s\n  ours     %.*s%s\n  botocore %.*s\n", STR_ARG(fields[2]), STR_ARG(fields[3]), STR_ARG(ours), err.message,
               STR_ARG(fields[FIELDS - 1]));
    }
    free(line); /* getline's own allocation */
    printf("%zu agree, %zu differ\n", agreed, differ);
    return differ || !agreed;
}

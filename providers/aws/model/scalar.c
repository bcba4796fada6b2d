/*
 * scalar.c - the text of single values on AWS's wire.
 *
 * Timestamps are kept as whole milliseconds in UTC; the calendar arithmetic is the proleptic Gregorian one, by days.
 */
#include "providers/aws/model/scalar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MS_PER_DAY = 86400000 };

static const char month_names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100), shifted = (5 * of_year + 2) / 153;
    *day = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = years + era * 400 + (*month <= 2);
}

void scalar_time_write(struct buf *out, int64_t ms, enum model_timestamp format)
{
    int64_t days = ms / MS_PER_DAY, rest = ms % MS_PER_DAY;
    if (rest < 0)
        days--, rest += MS_PER_DAY;
    int64_t year, month, day;
    date_of(days, &year, &month, &day);
    int hour = (int)(rest / 3600000), minute = (int)(rest / 60000 % 60), second = (int)(rest / 1000 % 60),
        fraction = (int)(rest % 1000);

    switch (format) {
    case MODEL_TIME_UNIX:
        if (fraction)
            scalar_number_write(out, (double)ms / 1000);
        else
            buf_printf(out, "%lld", (long long)(ms / 1000));
        return;
    case MODEL_TIME_RFC822: {
        static const char weekdays[] = "ThuFriSatSunMonTueWed"; /* 1970-01-01 was a Thursday */
        int64_t weekday = ((days % 7) + 7) % 7;
        buf_printf(out, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT", weekdays + weekday * 3, (int)day,
                   month_names + (month - 1) * 3, (int)year, hour, minute, second);
        return;
    }
    case MODEL_TIME_DEFAULT:
    case MODEL_TIME_ISO8601: break;
    }
    buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d", (int)year, (int)month, (int)day, hour, minute, second);
    if (fraction)
        buf_printf(out, ".%03d", fraction);
    buf_add_char(out, 'Z');
}

/* Takes exactly `digits` digits from the front. */
static bool take_number(struct str *text, size_t digits, int64_t *ret)
{
    int64_t n = 0;
    if (text->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (text->ptr[i] < '0' || text->ptr[i] > '9')
            return false;
        n = n * 10 + (text->ptr[i] - '0');
    }
    *text = str_slice(*text, digits, text->len);
    *ret = n;
    return true;
}

static bool take(struct str *text, char c)
{
    if (!text->len || text->ptr[0] != c)
        return false;
    *text = str_slice(*text, 1, text->len);
    return true;
}

/* "HH:MM:SS" with an optional fraction, of which milliseconds are kept. */
static bool take_clock(struct str *text, int64_t *ret_ms)
{
    int64_t hour, minute, second, fraction = 0;
    if (!take_number(text, 2, &hour) || !take(text, ':') || !take_number(text, 2, &minute) ||
        !take(text, ':') || !take_number(text, 2, &second) || hour > 23 || minute > 59 || second > 60)
        return false;
    if (take(text, '.')) {
        int64_t digit, scale = 100;
        while (take_number(text, 1, &digit)) {
            fraction += digit * scale;
            scale /= 10;
        }
    }
    *ret_ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return true;
}

static bool iso8601_read(struct str text, int64_t *ret_ms)
{
    int64_t year, month, day, clock, offset = 0;
    if (!take_number(&text, 4, &year) || !take(&text, '-') || !take_number(&text, 2, &month) ||
        !take(&text, '-') || !take_number(&text, 2, &day) || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    if (!(take(&text, 'T') || take(&text, 't') || take(&text, ' ')) || !take_clock(&text, &clock))
        return false;
    if (!take(&text, 'Z') && !take(&text, 'z')) {
        int64_t hours, minutes, sign = take(&text, '-') ? -1 : take(&text, '+') ? 1 : 0;
        if (!sign || !take_number(&text, 2, &hours) || (take(&text, ':'), !take_number(&text, 2, &minutes)))
            return false;
        offset = sign * (hours * 60 + minutes) * 60000;
    }
    *ret_ms = days_of(year, month, day) * MS_PER_DAY + clock - offset;
    return text.len == 0;
}

/* "Tue, 29 Apr 2014 18:30:38 GMT" */
static bool rfc822_read(struct str text, int64_t *ret_ms)
{
    int64_t year, month = 0, day, clock;
    ptrdiff_t comma = str_find_char(text, ',');
    if (comma < 0)
        return false;
    text = str_trim(str_slice(text, (size_t)comma + 1, text.len));
    if (!take_number(&text, 2, &day) && !take_number(&text, 1, &day))
        return false;
    if (!take(&text, ' ') || text.len < 4)
        return false;
    while (month < 12 && memcmp(month_names + month * 3, text.ptr, 3) != 0)
        month++;
    text = str_slice(text, 3, text.len);
    if (month == 12 || !take(&text, ' ') || !take_number(&text, 4, &year) || !take(&text, ' ') ||
        !take_clock(&text, &clock))
        return false;
    *ret_ms = days_of(year, month + 1, day) * MS_PER_DAY + clock;
    return str_is(text, " GMT") || str_is(text, " UTC") || str_is(text, " +0000");
}

bool scalar_time_read(struct str text, int64_t *ret_ms)
{
    double seconds;
    text = str_trim(text);
    if (str_to_f64(text, &seconds)) {
        if (fabs(seconds) > 1e12)
            return false;
        *ret_ms = (int64_t)llround(seconds * 1000);
        return true;
    }
    return iso8601_read(text, ret_ms) || rfc822_read(text, ret_ms);
}

bool scalar_time_of(struct value v, int64_t *ret_ms, struct err *err)
{
    if (v.kind == VALUE_INT && v.integer < INT64_MAX / 1000 && v.integer > INT64_MIN / 1000) {
        *ret_ms = v.integer * 1000;
        return true;
    }
    if (v.kind == VALUE_FLOAT && fabs(v.real) < 1e12) {
        *ret_ms = (int64_t)llround(v.real * 1000);
        return true;
    }
    if (v.kind == VALUE_STRING && scalar_time_read(value_text(v), ret_ms))
        return true;
    return FAIL(err, ERR_INTERNAL, "%s is no timestamp", value_kind_name(v.kind));
}

enum model_timestamp scalar_time_format(const struct model_member *member, const struct model_shape *shape,
                                        enum model_timestamp fallback)
{
    if (member && member->timestamp)
        return (enum model_timestamp)member->timestamp;
    return shape->timestamp ? (enum model_timestamp)shape->timestamp : fallback;
}

void scalar_number_write(struct buf *out, double d)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, d);
        if (strtod(text, NULL) == d)
            break;
    }
    buf_add_cstr(out, text);
}

static bool is_special_number(struct str text)
{
    return str_is(text, "NaN") || str_is(text, "Infinity") || str_is(text, "-Infinity");
}

bool scalar_write(struct buf *out, const struct model_shape *shape, enum model_timestamp format,
                  struct value v, struct err *err)
{
    switch ((enum model_kind)shape->kind) {
    case MODEL_STRING:
        if (v.kind != VALUE_STRING)
            break;
        buf_add_str(out, value_text(v));
        return true;
    case MODEL_BLOB: {
        if (v.kind != VALUE_STRING && v.kind != VALUE_BYTES)
            break;
        DROP_ARENA struct arena scratch = { 0 };
        buf_add_str(out, base64_encode(&scratch, value_text(v)));
        return true;
    }
    case MODEL_BOOLEAN:
        if (v.kind != VALUE_BOOL)
            break;
        buf_add_cstr(out, v.boolean ? "true" : "false");
        return true;
    case MODEL_FLOAT:
    case MODEL_DOUBLE:
        if (v.kind == VALUE_FLOAT) {
            scalar_number_write(out, v.real);
            return true;
        }
        if (v.kind == VALUE_STRING && is_special_number(value_text(v))) {
            buf_add_str(out, value_text(v));
            return true;
        }
        /* fall through */
    case MODEL_INTEGER:
    case MODEL_LONG:
        if (v.kind != VALUE_INT)
            break;
        buf_printf(out, "%lld", (long long)v.integer);
        return true;
    case MODEL_TIMESTAMP: {
        int64_t ms;
        TRY(scalar_time_of(v, &ms, err));
        scalar_time_write(out, ms, format);
        return true;
    }
    case MODEL_STRUCTURE:
    case MODEL_LIST:
    case MODEL_MAP:
    case MODEL_DOCUMENT: break;
    }
    return FAIL(err, ERR_INTERNAL, "%s was given where the API takes %s", value_kind_name(v.kind),
                model_kind_name(shape->kind));
}

bool scalar_read(struct arena *arena, const struct model_shape *shape, struct str text, struct value *ret,
                 struct err *err)
{
    int64_t n;
    double d;
    struct str trimmed = shape->kind == MODEL_STRING ? text : str_trim(text);
    switch ((enum model_kind)shape->kind) {
    case MODEL_STRING:
        if (!str_is_utf8(text))
            return FAIL(err, ERR_INVALID, "a text is not UTF-8");
        *ret = value_str(arena_str(arena, text));
        return true;
    case MODEL_BLOB: {
        struct str bytes;
        if (!base64_decode(arena, trimmed, &bytes))
            break;
        *ret = value_bytes(bytes);
        return true;
    }
    case MODEL_BOOLEAN:
        if (!str_is(trimmed, "true") && !str_is(trimmed, "false"))
            break;
        *ret = value_bool(str_is(trimmed, "true"));
        return true;
    case MODEL_INTEGER:
    case MODEL_LONG:
        if (!str_to_i64(trimmed, &n))
            break;
        *ret = value_int(n);
        return true;
    case MODEL_FLOAT:
    case MODEL_DOUBLE:
        if (is_special_number(trimmed)) {
            *ret = value_str(arena_str(arena, trimmed));
            return true;
        }
        if (!str_to_f64(trimmed, &d))
            break;
        *ret = value_float(d);
        return true;
    case MODEL_TIMESTAMP: {
        if (!scalar_time_read(trimmed, &n))
            break;
        DROP_BUF struct buf out = { 0 };
        scalar_time_write(&out, n, MODEL_TIME_ISO8601);
        *ret = value_str(arena_str(arena, buf_str(&out)));
        return true;
    }
    case MODEL_STRUCTURE:
    case MODEL_LIST:
    case MODEL_MAP:
    case MODEL_DOCUMENT: return FAIL(err, ERR_INTERNAL, "%s has no text form", model_kind_name(shape->kind));
    }
    return FAIL(err, ERR_INVALID, "'%.*s' is no %s", (int)MIN_OF(text.len, (size_t)40), text.ptr,
                model_kind_name(shape->kind));
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

void scalar_percent_encode(struct buf *out, struct str text, const char *keep)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (is_unreserved((char)c) || (c && strchr(keep, c))) {
            buf_add_char(out, (char)c);
        } else {
            char escape[3] = { '%', digits[c >> 4], digits[c & 15] };
            buf_add(out, escape, sizeof escape);
        }
    }
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

struct str scalar_percent_decode(struct arena *arena, struct str text, bool plus)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '%' && i + 2 < text.len && hex_digit(text.ptr[i + 1]) >= 0 &&
            hex_digit(text.ptr[i + 2]) >= 0) {
            c = (char)(hex_digit(text.ptr[i + 1]) << 4 | hex_digit(text.ptr[i + 2]));
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[len++] = c;
    }
    return str_n(out, len);
}

/*
 * io_time.c - times as text: RFC 3339 out; RFC 3339, its basic form and HTTP dates in.
 *
 * Calendar arithmetic is proleptic Gregorian on days since 1970 (H. Hinnant's civil_from_days), so no time zone database, no
 * locale and no 32-bit limit is involved. Years 1 to 9999. A leap second (":60") reads as the second before it ends.
 */
#include "engine/base/io.h"

enum { MS_PER_SECOND = 1000, SECONDS_PER_DAY = 86400, DAYS_PER_ERA = 146097 };

struct civil {
    int year, month, day, hour, minute, second, ms;
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t days_of(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year; /* the year starts in March, so that the leap day comes last */
    int64_t era = floor_div(y, 400), year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static struct civil civil_of(int64_t wall_ms)
{
    int64_t seconds = floor_div(wall_ms, MS_PER_SECOND), days = floor_div(seconds, SECONDS_PER_DAY);
    int64_t rest = seconds - days * SECONDS_PER_DAY;
    days += 719468;
    int64_t era = floor_div(days, DAYS_PER_ERA), day_of_era = days - era * DAYS_PER_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return (struct civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
}

static bool is_real(const struct civil *c)
{
    static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (c->year < 1 || c->month < 1 || c->month > 12 || c->day < 1 || c->hour > 23 || c->minute > 59 || c->second > 60)
        return false;
    bool leap = c->year % 4 == 0 && (c->year % 100 != 0 || c->year % 400 == 0);
    return c->day <= month_days[c->month - 1] + (leap && c->month == 2);
}

static int64_t wall_ms_of(const struct civil *c, int offset_minutes)
{
    int64_t seconds = days_of(c->year, c->month, c->day) * SECONDS_PER_DAY + c->hour * 3600 + c->minute * 60 +
                      MIN_OF(c->second, 59) - (int64_t)offset_minutes * 60;
    return seconds * MS_PER_SECOND + c->ms;
}

struct str io_format_time(struct arena *arena, int64_t wall_ms)
{
    struct civil c = civil_of(wall_ms);
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

/* The readers below eat from the front of *rest. */
static bool eat(struct str *rest, const char *any_of)
{
    if (!rest->len || !rest->ptr[0] || !strchr(any_of, rest->ptr[0]))
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

static bool eat_number(struct str *rest, size_t digits, int *ret)
{
    int n = 0;
    for (size_t i = 0; i < digits; i++) {
        if (i >= rest->len || rest->ptr[i] < '0' || rest->ptr[i] > '9')
            return false;
        n = n * 10 + (rest->ptr[i] - '0');
    }
    *rest = str_slice(*rest, digits, rest->len);
    *ret = n;
    return true;
}

static bool eat_offset(struct str *rest, int *ret_minutes)
{
    *ret_minutes = 0;
    if (eat(rest, "Zz"))
        return true;
    bool west = rest->len && rest->ptr[0] == '-';
    int hours, minutes;
    if (!eat(rest, "+-") || !eat_number(rest, 2, &hours) || (eat(rest, ":"), !eat_number(rest, 2, &minutes)) ||
        hours > 23 || minutes > 59)
        return false;
    *ret_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
    return true;
}

/* "2026-11-22T23:48:33.25+01:00", "20261122T234833Z" */
static bool parse_iso(struct str rest, int64_t *ret)
{
    struct civil c = { 0 };
    if (!eat_number(&rest, 4, &c.year))
        return false;
    bool extended = eat(&rest, "-");
    if (!eat_number(&rest, 2, &c.month) || (extended && !eat(&rest, "-")) || !eat_number(&rest, 2, &c.day) ||
        !eat(&rest, "Tt ") || !eat_number(&rest, 2, &c.hour) || (extended && !eat(&rest, ":")) ||
        !eat_number(&rest, 2, &c.minute) || (extended && !eat(&rest, ":")) || !eat_number(&rest, 2, &c.second))
        return false;
    if (eat(&rest, ".")) {
        int digit, scale = 100, count = 0;
        for (; eat_number(&rest, 1, &digit); count++, scale /= 10)
            c.ms += digit * scale;
        if (!count)
            return false;
    }
    int offset;
    if (!eat_offset(&rest, &offset) || rest.len || !is_real(&c))
        return false;
    *ret = wall_ms_of(&c, offset);
    return true;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT"; the weekday is not checked, as RFC 9110 allows. */
static bool parse_http(struct str rest, int64_t *ret)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct civil c = { 0 };
    ptrdiff_t comma = str_find(rest, STR(", "));
    if (comma != 3)
        return false;
    rest = str_slice(rest, 5, rest.len);
    if (!eat_number(&rest, 2, &c.day) || !eat(&rest, " ") || rest.len < 3)
        return false;
    for (int i = 0; i < 12; i++)
        if (memcmp(rest.ptr, months + 3 * i, 3) == 0)
            c.month = i + 1;
    rest = str_slice(rest, 3, rest.len);
    if (!eat(&rest, " ") || !eat_number(&rest, 4, &c.year) || !eat(&rest, " ") || !eat_number(&rest, 2, &c.hour) ||
        !eat(&rest, ":") || !eat_number(&rest, 2, &c.minute) || !eat(&rest, ":") || !eat_number(&rest, 2, &c.second) ||
        !str_is(rest, " GMT") || !is_real(&c))
        return false;
    *ret = wall_ms_of(&c, 0);
    return true;
}

bool io_parse_time(struct str text, int64_t *ret_wall_ms)
{
    return parse_iso(text, ret_wall_ms) || parse_http(text, ret_wall_ms);
}

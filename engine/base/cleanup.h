/*
 * cleanup.h - owners that let go by themselves, and the compiler attributes the house uses.
 *
 *     DEFINE_DROP(file, FILE *, fclose)
 *     DROP(file) FILE *in = fopen(path, "re");     closed when the scope ends, NULL-safe
 *     return TAKE(in);                             hands ownership on, leaves NULL behind
 */
#ifndef ENGINE_BASE_CLEANUP_H
#define ENGINE_BASE_CLEANUP_H

#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args), nonnull(fmt)))
#define NORETURN __attribute__((noreturn))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#define DEFINE_DROP(name, type, release)              \
    static inline void drop_##name(type *owner)       \
    {                                                 \
        if (*owner)                                   \
            (void)release(*owner);                    \
        *owner = NULL;                                \
    }

#define DROP(name) __attribute__((cleanup(drop_##name)))

#define TAKE(p)                       \
    ({                                \
        __typeof__(p) taken_ = (p);   \
        (p) = NULL;                   \
        taken_;                       \
    })

/* min/max without evaluating twice. Each use has names of its own, so that nesting them does not shadow. */
#define MIN_OF(a, b) MIN_OF_(a, b, <, __COUNTER__)
#define MAX_OF(a, b) MIN_OF_(a, b, >, __COUNTER__)
#define MIN_OF_(a, b, first_if, unique) MIN_OF__(a, b, first_if, unique)
#define MIN_OF__(a, b, first_if, unique)                                   \
    ({                                                                     \
        __typeof__(a) a_##unique = (a);                                    \
        __typeof__(b) b_##unique = (b);                                    \
        a_##unique first_if b_##unique ? a_##unique : b_##unique;          \
    })

#endif

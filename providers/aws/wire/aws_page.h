/*
 * aws_page.h - pagination by the tables: what to ask next, and the lists of all pages as one.
 *
 *     struct aws_pages pages = { .arena = arena, .ref = model_find(EC2_DescribeVpcs), .input = input };
 *     do {
 *         TRY(... send pages.input, receive output ...);
 *         TRY(aws_pages_add(&pages, output, &more, err));        pages.input is the next request
 *     } while (more);
 *     struct value vpcs = value_get(aws_pages_results(&pages), "Vpcs");
 *
 * Pure; an operation without a paginator has one page, whose lists are its results.
 */
#ifndef PROVIDERS_AWS_WIRE_AWS_PAGE_H
#define PROVIDERS_AWS_WIRE_AWS_PAGE_H

#include "engine/value/value.h"
#include "providers/aws/model/model.h"

enum { AWS_PAGES_MAX = 100000 };

struct aws_pages {
    struct arena *arena;
    struct model_ref ref;
    struct value input;
    struct value_builder results[MODEL_RESULTS_MAX];
    struct value last; /* the newest page */
    size_t count;
};

/* Fails with ERR_REMOTE when the service hands out the token that it was asked with: that would never end. */
bool aws_pages_add(struct aws_pages *pages, struct value output, bool *ret_more, struct err *err) MUST_USE;
/* The last page's members, with each result list holding the items of all pages; nested lists ("DistributionList.Items") by path. */
struct value aws_pages_results(struct aws_pages *pages);
/* The input with the largest page size that the model allows, when the operation pages and the input does not say. */
struct value aws_page_full(struct arena *arena, struct model_ref ref, struct value input);

#endif

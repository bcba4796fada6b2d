/*
 * aws_errors.h - what AWS's error codes mean for us: one table, one function.
 *
 * Sources: retry tables of botocore 1.44.5 (_retry.json, standard mode), the JS SDK's clock skew codes, and what
 * terraform-provider-aws retries for fresh IAM objects. A code that is not listed is a plain refusal.
 */
#ifndef PROVIDERS_AWS_WIRE_AWS_ERRORS_H
#define PROVIDERS_AWS_WIRE_AWS_ERRORS_H

#include "engine/base/err.h"
#include "providers/aws/model/model.h"

enum aws_error_class {
    AWS_REFUSED,     /* surely not applied, and again would not help */
    AWS_NOT_FOUND,   /* the object named is not there: gone, or not visible yet */
    AWS_DENIED,      /* no permission */
    AWS_THROTTLED,   /* surely not applied: slower */
    AWS_TRANSIENT,   /* unknown whether applied: 5xx and time-outs of the service */
    AWS_CLOCK_SKEW,  /* our clock differs, or the signature is wrong: look at the answer's Date */
    AWS_CREDENTIALS, /* expired or unknown keys: refresh once */
};

/* `model` may be NULL. `code` may be empty: then the status decides. */
enum aws_error_class aws_error_class_of(const struct model *model, int status, struct str code, struct str message);
/* The code that an err of this class carries. */
enum err_code aws_error_to_err(enum aws_error_class class);

/*
 * A refusal that only says that a role, profile or policy made seconds ago has not reached the service yet: try again for
 * AWS_FRESH_IAM_MS after it was made.
 */
enum { AWS_FRESH_IAM_MS = 120 * 1000 };
bool aws_error_fresh_iam(struct str service_id, struct str code, struct str message);

#endif

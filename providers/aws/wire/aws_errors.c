/*
 * aws_errors.c - what AWS's error codes mean for us.
 */
#include "providers/aws/wire/aws_errors.h"

static const struct known_code {
    const char *code;
    enum aws_error_class class;
} known_codes[] = {
    /* rates */
    { "Throttling", AWS_THROTTLED },
    { "ThrottlingException", AWS_THROTTLED },
    { "ThrottledException", AWS_THROTTLED },
    { "RequestThrottledException", AWS_THROTTLED },
    { "RequestThrottled", AWS_THROTTLED },
    { "TooManyRequestsException", AWS_THROTTLED },
    { "ProvisionedThroughputExceededException", AWS_THROTTLED },
    { "TransactionInProgressException", AWS_THROTTLED },
    { "RequestLimitExceeded", AWS_THROTTLED },
    { "BandwidthLimitExceeded", AWS_THROTTLED },
    { "LimitExceededException", AWS_THROTTLED }, /* but see is_quota() */
    { "SlowDown", AWS_THROTTLED },
    { "PriorRequestNotComplete", AWS_THROTTLED },
    { "EC2ThrottledException", AWS_THROTTLED },

    /* the service's own trouble */
    { "RequestTimeout", AWS_TRANSIENT },
    { "RequestTimeoutException", AWS_TRANSIENT },
    { "InternalError", AWS_TRANSIENT },
    { "InternalFailure", AWS_TRANSIENT },
    { "InternalServerError", AWS_TRANSIENT },
    { "InternalServiceError", AWS_TRANSIENT },
    { "ServiceUnavailable", AWS_TRANSIENT },
    { "ServiceUnavailableException", AWS_TRANSIENT },
    { "Unavailable", AWS_TRANSIENT },
    { "IDPCommunicationError", AWS_TRANSIENT },

    /* the clock */
    { "RequestTimeTooSkewed", AWS_CLOCK_SKEW },
    { "RequestInTheFuture", AWS_CLOCK_SKEW },
    { "RequestExpired", AWS_CLOCK_SKEW },
    { "InvalidSignatureException", AWS_CLOCK_SKEW },
    { "SignatureDoesNotMatch", AWS_CLOCK_SKEW },

    /* the keys */
    { "ExpiredToken", AWS_CREDENTIALS },
    { "ExpiredTokenException", AWS_CREDENTIALS },
    { "TokenRefreshRequired", AWS_CREDENTIALS },
    { "UnrecognizedClientException", AWS_CREDENTIALS },
    { "InvalidClientTokenId", AWS_CREDENTIALS },
    { "InvalidAccessKeyId", AWS_CREDENTIALS },
    { "AuthFailure", AWS_CREDENTIALS }, /* EC2: unknown key; also a shifted clock */
    { "MissingAuthenticationToken", AWS_CREDENTIALS },
    { "MissingAuthenticationTokenException", AWS_CREDENTIALS },

    /* permission */
    { "AccessDenied", AWS_DENIED },
    { "AccessDeniedException", AWS_DENIED },
    { "UnauthorizedOperation", AWS_DENIED },
    { "UnauthorizedException", AWS_DENIED },
    { "NotAuthorized", AWS_DENIED },
    { "OptInRequired", AWS_DENIED },

    /* not found, where the name does not say so (see says_not_found) */
    { "NoSuchEntity", AWS_NOT_FOUND },
    { "NoSuchBucket", AWS_NOT_FOUND },
    { "NoSuchKey", AWS_NOT_FOUND },
    { "NoSuchHostedZone", AWS_NOT_FOUND },
    { "NoSuchChange", AWS_NOT_FOUND },
    { "NoSuchDistribution", AWS_NOT_FOUND },
    { "NoSuchOriginAccessControl", AWS_NOT_FOUND },
    { "NoSuchFunctionExists", AWS_NOT_FOUND },
    { "NonExistentQueue", AWS_NOT_FOUND },
    { "AWS.SimpleQueueService.NonExistentQueue", AWS_NOT_FOUND },
    { "QueueDoesNotExist", AWS_NOT_FOUND },
};

static const struct fresh_iam {
    const char *service_id, *code, *part; /* of the message; "" is any */
} fresh_iam[] = {
    { "EC2", "InvalidParameterValue", "Invalid IAM Instance Profile" },
    { "EC2", "InvalidParameterValue", "has no associated IAM Roles" },
    { "EC2", "InvalidParameterValue", "iamInstanceProfile" },
    { "Auto Scaling", "ValidationError", "Invalid IamInstanceProfile" },
    { "EKS", "InvalidParameterException", "role" },
    { "EKS", "InvalidRequestException", "role" },
    { "Lambda", "InvalidParameterValueException", "cannot be assumed" },
    { "S3", "MalformedPolicy", "Invalid principal" },
    { "KMS", "MalformedPolicyDocumentException", "" },
    { "SQS", "InvalidAttributeValue", "Policy" },
    { "SNS", "InvalidParameter", "PrincipalNotFound" },
    { "ECS", "InvalidParameterException", "unable to assume the role" },
    { "RDS", "InvalidParameterValue", "IAM role ARN" },
    { "IAM", "MalformedPolicyDocument", "Invalid principal" },
};

static bool has_part(struct str text, const char *part)
{
    return str_find(text, str_of(part)) >= 0;
}

/* LimitExceededException is a rate for some services and a quota for these; their rate refusals say so. */
static bool is_quota(const struct model *model, struct str message)
{
    static const char *const services[] = { "IAM", "DynamoDB", "CloudWatch Logs", "KMS" };
    bool listed = false;
    for (size_t i = 0; model && i < ARRAY_LEN(services); i++)
        listed = listed || str_is(str_of(model->service_id), services[i]);
    return listed && !has_part(message, "ate exceeded") && !has_part(message, "try again") &&
           !has_part(message, "imultaneous");
}

static bool says_not_found(struct str code)
{
    return str_ends(code, STR("NotFound")) || str_ends(code, STR("NotFoundException")) ||
           str_ends(code, STR("NotFoundFault")) || str_ends(code, STR(".Unknown"));
}

static enum aws_error_class by_status(int status)
{
    switch (status) {
    case 401: return AWS_CREDENTIALS;
    case 403: return AWS_DENIED;
    case 404:
    case 410: return AWS_NOT_FOUND;
    case 408: return AWS_TRANSIENT;
    case 429: return AWS_THROTTLED;
    default: return status >= 500 ? AWS_TRANSIENT : AWS_REFUSED;
    }
}

enum aws_error_class aws_error_class_of(const struct model *model, int status, struct str code,
                                        struct str message)
{
    for (size_t i = 0; i < ARRAY_LEN(known_codes); i++) {
        if (!str_is(code, known_codes[i].code))
            continue;
        if (str_is(code, "LimitExceededException") && is_quota(model, message))
            return AWS_REFUSED;
        return known_codes[i].class;
    }
    if (status >= 500 || status == 408 || status == 429 || str_empty(code))
        return by_status(status);
    return says_not_found(code) ? AWS_NOT_FOUND : AWS_REFUSED;
}

enum err_code aws_error_to_err(enum aws_error_class class)
{
    switch (class) {
    case AWS_REFUSED: return ERR_REMOTE;
    case AWS_NOT_FOUND: return ERR_NOT_FOUND;
    case AWS_DENIED: return ERR_DENIED;
    case AWS_THROTTLED: return ERR_THROTTLED;
    case AWS_TRANSIENT: return ERR_AMBIGUOUS;
    case AWS_CLOCK_SKEW:
    case AWS_CREDENTIALS: return ERR_AUTH;
    }
    return ERR_INTERNAL;
}

bool aws_error_fresh_iam(struct str service_id, struct str code, struct str message)
{
    for (size_t i = 0; i < ARRAY_LEN(fresh_iam); i++) {
        if (str_is(service_id, fresh_iam[i].service_id) && str_is(code, fresh_iam[i].code) &&
            has_part(message, fresh_iam[i].part))
            return true;
    }
    return false;
}

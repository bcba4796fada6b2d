/*
 * model_sts.c - tables of AWS Security Token Service, API version 2011-06-15.
 *
 * Written by providers/aws/model/generate.py from botocore 1.44.5's service model (Apache License 2.0)
 * and services.list. Do not edit: change those and run it again. The layout is model.h's.
 */

#include "providers/aws/model/services.h"

#include "providers/aws/model/model.h"

static const char strings[] =
    "\0AssumeRole\0POST\0/\0AssumeRoleResult\0AssumeRoleRequest\0RoleArn\0arnType\0RoleSessionName\0"
    "roleSessionNameType\0PolicyArns\0policyDescriptorListType\0member\0PolicyDescriptorType\0arn\0Policy\0"
    "unrestrictedSessionPolicyDocumentType\0DurationSeconds\0roleDurationSecondsType\0Tags\0tagListType\0Tag\0"
    "Key\0tagKeyType\0Value\0tagValueType\0TransitiveTagKeys\0tagKeyListType\0ExternalId\0externalIdType\0"
    "SerialNumber\0serialNumberType\0TokenCode\0tokenCodeType\0SourceIdentity\0sourceIdentityType\0"
    "ProvidedContexts\0ProvidedContextsListType\0ProvidedContext\0ProviderArn\0ContextAssertion\0"
    "contextAssertionType\0MinimumSessionTokenSize\0minimumSessionTokenSizeType\0AssumeRoleResponse\0"
    "Credentials\0AccessKeyId\0accessKeyIdType\0SecretAccessKey\0accessKeySecretType\0SessionToken\0tokenType\0"
    "Expiration\0dateType\0AssumedRoleUser\0AssumedRoleId\0assumedRoleIdType\0Arn\0PackedPolicySize\0"
    "nonNegativeIntegerType\0SessionTokenUtilization\0sessionTokenUtilizationType\0SessionTokenSize\0"
    "sessionTokenSizeType\0MalformedPolicyDocumentException\0MalformedPolicyDocument\0message\0"
    "malformedPolicyDocumentMessage\0PackedPolicyTooLargeException\0PackedPolicyTooLarge\0"
    "packedPolicyTooLargeMessage\0RegionDisabledException\0regionDisabledMessage\0ExpiredTokenException\0"
    "expiredIdentityTokenMessage\0AssumeRoleWithSAML\0AssumeRoleWithSAMLResult\0AssumeRoleWithSAMLRequest\0"
    "PrincipalArn\0SAMLAssertion\0SAMLAssertionType\0sessionPolicyDocumentType\0AssumeRoleWithSAMLResponse\0"
    "Subject\0SubjectType\0Issuer\0Audience\0NameQualifier\0IDPRejectedClaimException\0IDPRejectedClaim\0"
    "idpRejectedClaimMessage\0InvalidIdentityTokenException\0InvalidIdentityToken\0"
    "invalidIdentityTokenMessage\0AssumeRoleWithWebIdentity\0AssumeRoleWithWebIdentityResult\0"
    "AssumeRoleWithWebIdentityRequest\0WebIdentityToken\0clientTokenType\0ProviderId\0urlType\0"
    "AssumeRoleWithWebIdentityResponse\0SubjectFromWebIdentityToken\0webIdentitySubjectType\0Provider\0"
    "IDPCommunicationErrorException\0IDPCommunicationError\0idpCommunicationErrorMessage\0AssumeRoot\0"
    "AssumeRootResult\0AssumeRootRequest\0TargetPrincipal\0TargetPrincipalType\0TaskPolicyArn\0"
    "RootDurationSecondsType\0AssumeRootResponse\0DecodeAuthorizationMessage\0"
    "DecodeAuthorizationMessageResult\0DecodeAuthorizationMessageRequest\0EncodedMessage\0encodedMessageType\0"
    "DecodeAuthorizationMessageResponse\0DecodedMessage\0decodedMessageType\0"
    "InvalidAuthorizationMessageException\0invalidAuthorizationMessage\0GetAccessKeyInfo\0"
    "GetAccessKeyInfoResult\0GetAccessKeyInfoRequest\0GetAccessKeyInfoResponse\0Account\0accountType\0"
    "GetCallerIdentity\0GetCallerIdentityResult\0GetCallerIdentityRequest\0GetCallerIdentityResponse\0UserId\0"
    "userIdType\0GetDelegatedAccessToken\0GetDelegatedAccessTokenResult\0GetDelegatedAccessTokenRequest\0"
    "TradeInToken\0tradeInTokenType\0GetDelegatedAccessTokenResponse\0AssumedPrincipal\0"
    "ExpiredTradeInTokenException\0expiredTradeInTokenExceptionMessage\0GetFederationToken\0"
    "GetFederationTokenResult\0GetFederationTokenRequest\0Name\0userNameType\0durationSecondsType\0"
    "GetFederationTokenResponse\0FederatedUser\0FederatedUserId\0federatedIdType\0GetSessionToken\0"
    "GetSessionTokenResult\0GetSessionTokenRequest\0GetSessionTokenResponse\0GetWebIdentityToken\0"
    "GetWebIdentityTokenResult\0GetWebIdentityTokenRequest\0webIdentityTokenAudienceListType\0"
    "webIdentityTokenAudienceStringType\0webIdentityTokenDurationSecondsType\0SigningAlgorithm\0"
    "jwtAlgorithmType\0GetWebIdentityTokenResponse\0webIdentityTokenType\0SessionDurationEscalationException\0"
    "sessionDurationEscalationException\0OutboundWebIdentityFederationDisabledException\0"
    "outboundWebIdentityFederationDisabledException\0JWTPayloadSizeExceededException\0"
    "jwtPayloadSizeExceededException\0";

static const struct model_op ops[] = {
    { 1, 12, 17, 19, 36, 0, 1, 21, 0, 4, 0, 0, 0, 0, 0 }, /* AssumeRole */
    { 1212, 12, 17, 1231, 1256, 0, 40, 43, 4, 6, 2, 0, 0, 0, 0 }, /* AssumeRoleWithSAML */
    { 1576, 12, 17, 1602, 1634, 0, 53, 56, 10, 7, 2, 0, 0, 0, 0 }, /* AssumeRoleWithWebIdentity */
    { 1895, 12, 17, 1906, 1923, 0, 60, 63, 17, 2, 0, 0, 0, 0, 0 }, /* AssumeRoot */
    { 2034, 12, 17, 2061, 2094, 0, 64, 66, 19, 1, 0, 0, 0, 0, 0 }, /* DecodeAuthorizationMessage */
    { 2296, 12, 17, 2313, 2336, 0, 70, 71, 20, 0, 0, 0, 0, 0, 0 }, /* GetAccessKeyInfo */
    { 2405, 12, 17, 2423, 2447, 0, 73, 74, 20, 0, 0, 0, 0, 0, 0 }, /* GetCallerIdentity */
    { 2516, 12, 17, 2540, 2570, 0, 76, 78, 20, 3, 0, 0, 0, 0, 0 }, /* GetDelegatedAccessToken */
    { 2745, 12, 17, 2764, 2789, 0, 81, 84, 23, 3, 0, 0, 0, 0, 0 }, /* GetFederationToken */
    { 2926, 12, 17, 2942, 2964, 0, 87, 88, 26, 1, 0, 0, 0, 0, 0 }, /* GetSessionToken */
    { 3011, 12, 17, 3031, 3057, 0, 89, 94, 27, 3, 0, 0, 0, 0, 0 }, /* GetWebIdentityToken */
};

static const struct model_shape shapes[] = {
    { 36, 0, 0, 13, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 62, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 1, 0 },
    { 86, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 2, 0 }, { 117, 13, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 149, 14, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 181, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 3, 0 },
    { 235, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 }, { 264, 15, 0, 1, 0, MODEL_LIST, 0, 0, 0, 5, 0 },
    { 276, 16, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 284, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 6, 0 },
    { 301, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 7, 0 }, { 332, 18, 0, 1, 0, MODEL_LIST, 0, 0, 0, 5, 0 },
    { 358, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 8, 0 }, { 386, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 9, 0 },
    { 413, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 10, 0 }, { 442, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 2, 0 },
    { 478, 19, 0, 1, 0, MODEL_LIST, 0, 0, 0, 11, 0 }, { 503, 20, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 548, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 12, 0 }, { 593, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 13, 0 },
    { 621, 22, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 640, 28, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 664, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 14, 0 },
    { 696, 0, 0, 0, 1, MODEL_STRING, 0, 0, 0, 0, 0 }, { 729, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 750, 0, 0, 0, 0, MODEL_TIMESTAMP, 0, 0, 0, 0, 0 },
    { 759, 32, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 789, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 15, 0 },
    { 828, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 16, 0 }, { 875, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 16, 0 },
    { 920, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 16, 0 },
    { 941, 34, 974, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 1006, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1037, 35, 1067, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 1088, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1116, 36, 1116, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 403 },
    { 1140, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1162, 37, 1162, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 1184, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 1256, 38, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 1309, 0, 0, 0, 1, MODEL_STRING, 0, 0, 0, 17, 0 }, { 1327, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 18, 0 },
    { 1353, 45, 0, 11, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 1380, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 1388, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1400, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 1407, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1416, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1430, 56, 1456, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 403 },
    { 1473, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 1497, 57, 1527, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 1548, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 1634, 58, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 1684, 0, 0, 0, 1, MODEL_STRING, 0, 0, 0, 19, 0 }, { 1711, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 12, 0 },
    { 1719, 66, 0, 9, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 1781, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 20, 0 },
    { 1813, 75, 1844, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 1866, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 1923, 76, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 1957, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 21, 0 }, { 1991, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 22, 0 },
    { 2015, 80, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2094, 84, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2143, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 23, 0 },
    { 2162, 85, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 2212, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 2231, 86, 2231, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 2268, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 2336, 87, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2360, 88, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 2393, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 2447, 0, 0, 0, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2472, 89, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 2505, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 2570, 92, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 2614, 0, 0, 0, 1, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 2631, 93, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2680, 96, 2680, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 2709, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 2789, 97, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2820, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 24, 0 }, { 2833, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 25, 0 },
    { 2853, 103, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2880, 108, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2910, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 15, 0 },
    { 2964, 110, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2987, 114, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3057, 117, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3084, 121, 0, 1, 0, MODEL_LIST, 0, 0, 0, 26, 0 }, { 3117, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 27, 0 },
    { 3152, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 28, 0 }, { 3205, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 29, 0 },
    { 3222, 122, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3250, 0, 0, 0, 1, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3271, 124, 3271, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 403 },
    { 3306, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3341, 125, 3341, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 403 },
    { 3388, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3435, 126, 3435, 1, 2, MODEL_STRUCTURE, 0, 0, 0, 0, 400 },
    { 3467, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
};

static const struct model_member members[] = {
    /* AssumeRoleRequest */
    { 54, 54, 54, 1, 1, 0, 0, 0 }, { 70, 70, 70, 2, 1, 0, 0, 0 }, { 106, 106, 106, 3, 0, 0, 0, 0 },
    { 174, 174, 174, 5, 0, 0, 0, 0 }, { 219, 219, 219, 6, 0, 0, 0, 0 }, { 259, 259, 259, 7, 0, 0, 0, 0 },
    { 314, 314, 314, 11, 0, 0, 0, 0 }, { 347, 347, 347, 12, 0, 0, 0, 0 }, { 373, 373, 373, 13, 0, 0, 0, 0 },
    { 403, 403, 403, 14, 0, 0, 0, 0 }, { 427, 427, 427, 15, 0, 0, 0, 0 }, { 461, 461, 461, 16, 0, 0, 0, 0 },
    { 569, 569, 569, 19, 0, 0, 0, 0 },
    /* policyDescriptorListType */
    { 0, 142, 142, 4, 0, 0, 0, 0 },
    /* PolicyDescriptorType */
    { 170, 170, 170, 1, 0, 0, 0, 0 },
    /* tagListType */
    { 0, 142, 142, 8, 0, 0, 0, 0 },
    /* Tag */
    { 280, 280, 280, 9, 1, 0, 0, 0 }, { 295, 295, 295, 10, 1, 0, 0, 0 },
    /* tagKeyListType */
    { 0, 142, 142, 9, 0, 0, 0, 0 },
    /* ProvidedContextsListType */
    { 0, 142, 142, 17, 0, 0, 0, 0 },
    /* ProvidedContext */
    { 519, 519, 519, 1, 0, 0, 0, 0 }, { 531, 531, 531, 18, 0, 0, 0, 0 },
    /* AssumeRoleResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 759, 759, 759, 26, 0, 0, 0, 0 }, { 811, 811, 811, 28, 0, 0, 0, 0 },
    { 427, 427, 427, 15, 0, 0, 0, 0 }, { 851, 851, 851, 29, 0, 0, 0, 0 }, { 903, 903, 903, 30, 0, 0, 0, 0 },
    /* Credentials */
    { 652, 652, 652, 22, 1, 0, 0, 0 }, { 680, 680, 680, 23, 1, 0, 0, 0 }, { 716, 716, 716, 24, 1, 0, 0, 0 },
    { 739, 739, 739, 25, 1, 0, 0, 0 },
    /* AssumedRoleUser */
    { 775, 775, 775, 27, 1, 0, 0, 0 }, { 807, 807, 807, 1, 1, 0, 0, 0 },
    /* MalformedPolicyDocumentException */
    { 998, 998, 998, 32, 0, 0, 0, 0 },
    /* PackedPolicyTooLargeException */
    { 998, 998, 998, 34, 0, 0, 0, 0 },
    /* RegionDisabledException */
    { 998, 998, 998, 36, 0, 0, 0, 0 },
    /* ExpiredTokenException */
    { 998, 998, 998, 38, 0, 0, 0, 0 },
    /* AssumeRoleWithSAMLRequest */
    { 54, 54, 54, 1, 1, 0, 0, 0 }, { 1282, 1282, 1282, 1, 1, 0, 0, 0 }, { 1295, 1295, 1295, 40, 1, 0, 0, 0 },
    { 106, 106, 106, 3, 0, 0, 0, 0 }, { 174, 174, 174, 41, 0, 0, 0, 0 }, { 219, 219, 219, 6, 0, 0, 0, 0 },
    { 569, 569, 569, 19, 0, 0, 0, 0 },
    /* AssumeRoleWithSAMLResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 759, 759, 759, 26, 0, 0, 0, 0 }, { 811, 811, 811, 28, 0, 0, 0, 0 },
    { 1380, 1380, 1380, 43, 0, 0, 0, 0 }, { 1388, 1388, 1388, 44, 0, 0, 0, 0 },
    { 1400, 1400, 1400, 45, 0, 0, 0, 0 }, { 1407, 1407, 1407, 46, 0, 0, 0, 0 },
    { 1416, 1416, 1416, 47, 0, 0, 0, 0 }, { 427, 427, 427, 15, 0, 0, 0, 0 },
    { 851, 851, 851, 29, 0, 0, 0, 0 }, { 903, 903, 903, 30, 0, 0, 0, 0 },
    /* IDPRejectedClaimException */
    { 998, 998, 998, 49, 0, 0, 0, 0 },
    /* InvalidIdentityTokenException */
    { 998, 998, 998, 51, 0, 0, 0, 0 },
    /* AssumeRoleWithWebIdentityRequest */
    { 54, 54, 54, 1, 1, 0, 0, 0 }, { 70, 70, 70, 2, 1, 0, 0, 0 }, { 1667, 1667, 1667, 53, 1, 0, 0, 0 },
    { 1700, 1700, 1700, 54, 0, 0, 0, 0 }, { 106, 106, 106, 3, 0, 0, 0, 0 },
    { 174, 174, 174, 41, 0, 0, 0, 0 }, { 219, 219, 219, 6, 0, 0, 0, 0 }, { 569, 569, 569, 19, 0, 0, 0, 0 },
    /* AssumeRoleWithWebIdentityResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 1753, 1753, 1753, 56, 0, 0, 0, 0 },
    { 759, 759, 759, 26, 0, 0, 0, 0 }, { 811, 811, 811, 28, 0, 0, 0, 0 },
    { 1804, 1804, 1804, 45, 0, 0, 0, 0 }, { 1407, 1407, 1407, 46, 0, 0, 0, 0 },
    { 427, 427, 427, 15, 0, 0, 0, 0 }, { 851, 851, 851, 29, 0, 0, 0, 0 }, { 903, 903, 903, 30, 0, 0, 0, 0 },
    /* IDPCommunicationErrorException */
    { 998, 998, 998, 58, 0, 0, 0, 0 },
    /* AssumeRootRequest */
    { 1941, 1941, 1941, 60, 1, 0, 0, 0 }, { 1977, 1977, 1977, 4, 1, 0, 0, 0 },
    { 219, 219, 219, 61, 0, 0, 0, 0 }, { 569, 569, 569, 19, 0, 0, 0, 0 },
    /* AssumeRootResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 427, 427, 427, 15, 0, 0, 0, 0 }, { 851, 851, 851, 29, 0, 0, 0, 0 },
    { 903, 903, 903, 30, 0, 0, 0, 0 },
    /* DecodeAuthorizationMessageRequest */
    { 2128, 2128, 2128, 64, 1, 0, 0, 0 },
    /* DecodeAuthorizationMessageResponse */
    { 2197, 2197, 2197, 66, 0, 0, 0, 0 },
    /* InvalidAuthorizationMessageException */
    { 998, 998, 998, 68, 0, 0, 0, 0 },
    /* GetAccessKeyInfoRequest */
    { 652, 652, 652, 22, 1, 0, 0, 0 },
    /* GetAccessKeyInfoResponse */
    { 2385, 2385, 2385, 71, 0, 0, 0, 0 },
    /* GetCallerIdentityResponse */
    { 2498, 2498, 2498, 74, 0, 0, 0, 0 }, { 2385, 2385, 2385, 71, 0, 0, 0, 0 },
    { 807, 807, 807, 1, 0, 0, 0, 0 },
    /* GetDelegatedAccessTokenRequest */
    { 2601, 2601, 2601, 76, 1, 0, 0, 0 },
    /* GetDelegatedAccessTokenResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 811, 811, 811, 28, 0, 0, 0, 0 },
    { 2663, 2663, 2663, 1, 0, 0, 0, 0 },
    /* ExpiredTradeInTokenException */
    { 998, 998, 998, 79, 0, 0, 0, 0 },
    /* GetFederationTokenRequest */
    { 2815, 2815, 2815, 81, 1, 0, 0, 0 }, { 174, 174, 174, 41, 0, 0, 0, 0 },
    { 106, 106, 106, 3, 0, 0, 0, 0 }, { 219, 219, 219, 82, 0, 0, 0, 0 }, { 259, 259, 259, 7, 0, 0, 0, 0 },
    { 569, 569, 569, 19, 0, 0, 0, 0 },
    /* GetFederationTokenResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 2880, 2880, 2880, 84, 0, 0, 0, 0 },
    { 811, 811, 811, 28, 0, 0, 0, 0 }, { 851, 851, 851, 29, 0, 0, 0, 0 }, { 903, 903, 903, 30, 0, 0, 0, 0 },
    /* FederatedUser */
    { 2894, 2894, 2894, 85, 1, 0, 0, 0 }, { 807, 807, 807, 1, 1, 0, 0, 0 },
    /* GetSessionTokenRequest */
    { 219, 219, 219, 82, 0, 0, 0, 0 }, { 373, 373, 373, 13, 0, 0, 0, 0 }, { 403, 403, 403, 14, 0, 0, 0, 0 },
    { 569, 569, 569, 19, 0, 0, 0, 0 },
    /* GetSessionTokenResponse */
    { 640, 640, 640, 21, 0, 0, 0, 0 }, { 851, 851, 851, 29, 0, 0, 0, 0 }, { 903, 903, 903, 30, 0, 0, 0, 0 },
    /* GetWebIdentityTokenRequest */
    { 1407, 1407, 1407, 89, 1, 0, 0, 0 }, { 219, 219, 219, 91, 0, 0, 0, 0 },
    { 3188, 3188, 3188, 92, 1, 0, 0, 0 }, { 259, 259, 259, 7, 0, 0, 0, 0 },
    /* webIdentityTokenAudienceListType */
    { 0, 142, 142, 90, 0, 0, 0, 0 },
    /* GetWebIdentityTokenResponse */
    { 1667, 1667, 1667, 94, 0, 0, 0, 0 }, { 739, 739, 739, 25, 0, 0, 0, 0 },
    /* SessionDurationEscalationException */
    { 998, 998, 998, 96, 0, 0, 0, 0 },
    /* OutboundWebIdentityFederationDisabledException */
    { 998, 998, 998, 98, 0, 0, 0, 0 },
    /* JWTPayloadSizeExceededException */
    { 998, 998, 998, 100, 0, 0, 0, 0 },
};

static const uint32_t enums[] = {
    0,
};

static const uint16_t errors[] = {
    31, 33, 35, 37, 31, 33, 48, 50, 37, 35, 31, 33, 48, 57, 50, 37, 35, 35, 37, 67, 78, 35, 33, 31, 33, 35,
    35, 95, 97, 99,
};

static const struct model_limit limits[] = {
    { INT64_MIN, INT64_MAX }, { 20, 2048 }, { 2, 64 }, { 1, INT64_MAX }, { 900, 43200 }, { INT64_MIN, 50 },
    { 1, 128 }, { 0, 256 }, { 2, 1224 }, { 9, 256 }, { 6, 6 }, { 1, 5 }, { 4, 2048 }, { 0, 4096 },
    { 16, 128 }, { 2, 193 }, { 0, INT64_MAX }, { 4, 100000 }, { 1, 2048 }, { 4, 20000 }, { 6, 255 },
    { 12, 2048 }, { 0, 900 }, { 1, 10240 }, { 2, 32 }, { 900, 129600 }, { 1, 10 }, { 1, 1000 }, { 60, 3600 },
    { 5, 5 },
};

static const struct model_namespace namespaces[] = {
    { 0, 0 },
};

const struct model model_sts = {
    .service_id = "STS",
    .endpoint_prefix = "sts",
    .signing_name = "sts",
    .api_version = "2011-06-15",
    .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
    .target_prefix = "",
    .global_endpoint = "sts.amazonaws.com",
    .protocol = MODEL_PROTOCOL_QUERY,
    .json_version = 10,
    .query_compatible = false,
    .strings = strings,
    .ops = ops,
    .shapes = shapes,
    .members = members,
    .enums = enums,
    .errors = errors,
    .limits = limits,
    .namespaces = namespaces,
    .op_count = 11,
    .shape_count = 101,
    .waiter_count = 0,
    .paginator_count = 0,
    .member_count = 127,
    .strings_size = sizeof(strings),
};

"""Public parameters of Systems Manager that every account finds, in the form that AWS gives their values."""

from ministack.services import ssm

from shims import shims

# https://docs.aws.amazon.com/fis/latest/userguide/actions-lambda-extension-arns.html
PREFIXES = {"/aws/service/fis/lambda-extension/": "arn:aws:lambda:us-east-1:000000000000:layer:aws-fis-extension:1"}


class Public(dict):
    def get(self, name, default=None):
        known = (value for prefix, value in PREFIXES.items() if name.startswith(prefix))
        return super().get(name) or next(known, default)


ssm._PUBLIC_AMI_PARAMETERS = Public(ssm._PUBLIC_AMI_PARAMETERS)
shims.extend({"what": f"ssm {prefix}*", "because": "MiniStack has public parameters of images only"} for prefix in PREFIXES)

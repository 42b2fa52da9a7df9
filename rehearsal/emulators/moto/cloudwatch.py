"""CloudWatch: alarms over alarms, which moto keeps and describes, but has no way to put."""

from moto.cloudwatch.responses import CloudWatchResponse

from shims import shim

shim(CloudWatchResponse, "put_composite_alarm", "moto keeps composite alarms and cannot be given one", lacking=True)(
    CloudWatchResponse.put_metric_alarm
)

/**
 * Output of Fluent Bit in the CloudWatch add-on of EKS: the lines of a namespace's pods as the pods wrote them, so that
 * CloudWatch finds the metrics in them, in the log group that the model names.
 * https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch
 */
export const podLogs = (namespace: string, logGroup: string, region: string): string => `[INPUT]
    Name                tail
    Tag                 pods.*
    Path                /var/log/containers/*_${namespace}_*.log
    multiline.parser    cri
    DB                  /var/fluent-bit/state/pods.db
    Mem_Buf_Limit       50MB
    Refresh_Interval    10

[OUTPUT]
    Name                cloudwatch_logs
    Match               pods.*
    region              ${region}
    log_group_name      ${logGroup}
    log_stream_prefix   pods.
    log_key             log
    log_format          json/emf
    auto_create_group   false
`

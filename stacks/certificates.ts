/**
 * The certificates that RDS and DocumentDB are signed with, which no system trusts by itself: where they come from, and
 * where images and instances keep them. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html
 */
export const databaseCertificates = {
  url: 'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem',
  path: '/etc/ssl/certs/aws-rds.pem',
} as const

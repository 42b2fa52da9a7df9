/** Every IPv4 address. */
export const ANYWHERE = '0.0.0.0/0'

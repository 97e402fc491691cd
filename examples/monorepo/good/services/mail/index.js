import { createTransport } from "nodemailer";

export const transport = createTransport({ host: process.env.SMTP_HOST });

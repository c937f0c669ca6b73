"""The steps of write, audit and publish, and the records that they leave."""

{#
    Return how a door may know the name of a person: shell (a name that anyone can set), token (bearer token of the
    API), password, proxy (header of a trusted reverse proxy) or slack (signed by Slack). Pure.
#}
{% macro identities() %} {%- do return(["shell", "token", "password", "proxy", "slack"]) -%} {% endmacro %}

{# Who acts: what the runner says of its user, else the user of the shell that typed the operation. #}
{% macro actor_of(context) %}
    {%- do return((context or {}).get("actor") or env_var("USER", "unknown")) -%}
{% endmacro %}

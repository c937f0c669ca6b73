{#
    What proves that the lock is ours: the runner's token, which it hands down in the environment of each call; else
    dbt's invocation id, which is the same for all hooks of one dbt command. Pure.
#}
{% macro lock_token() %} {%- do return(env_var("WAP_LOCK_TOKEN", "") or invocation_id) -%} {% endmacro %}

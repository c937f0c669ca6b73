{#
    Drop the lock of a step that was run by hand, and with `prod` also its lock of prod. The runner keeps its own locks
    until its command ends.
#}
{% macro end_step(prod=false) %}
    {%- if not env_var("WAP_LOCK_TOKEN", "") -%} {%- do dbt_wap.drop_own_locks(prod) -%} {%- endif -%}
{% endmacro %}

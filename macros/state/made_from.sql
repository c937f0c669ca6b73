{#
    What dbt makes a relation from, as one hash: its materialization, the compiled code (`compiled`, a hash of it), its
    hooks as they are written and the values of the environment variables that these name. Pure.
#}
{% macro made_from(node, compiled) %}
    {%- set parts = [node.config.materialized, compiled] -%}
    {%- for hook in dbt_wap.hooks_of(node) -%}
        {%- do parts.append(hook) -%}
        {%- for name in modules.re.findall("env_var\\(\\s*['\"](\\w+)['\"]", hook) -%}
            {%- do parts.append(local_md5(env_var(name, ""))) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(local_md5(tojson(parts))) -%}
{% endmacro %}

{#
    What dbt makes a relation from, as two hashes: `compiled`, a hash of the code; and its materialization, its hooks as
    they are written and the values of the environment variables that these name; plain for a view without hooks. Pure.
#}
{% macro build_inputs(node, compiled) %}
    {%- set parts = [node.config.materialized] -%}
    {%- for hook in dbt_wap.hooks_of(node) -%}
        {%- do parts.append(hook) -%}
        {%- for name in modules.re.findall("env_var\\(\\s*['\"](\\w+)['\"]", hook) -%}
            {%- do parts.append(local_md5(env_var(name, ""))) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return([compiled, "plain" if parts == ["view"] else local_md5(tojson(parts))]) -%}
{% endmacro %}

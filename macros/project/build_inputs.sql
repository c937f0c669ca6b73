{#
    Return what dbt builds a relation from: `compiled`, the hash of its code, and a hash of its materialization, its
    hooks as written and the environment variables that these use. The second is "plain" for a view without hooks. Pure.
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

{# Return the two hashes that record_results stored as a string, which a view has not that dbt did not compile. #}
{% macro _inputs_of_text(text) %} {%- do return((text or ":plain").split(":")) -%} {% endmacro %}
